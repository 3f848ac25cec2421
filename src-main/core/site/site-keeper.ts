/** The site document with what belongs to it: the passwords it names and what can be taken back. */
import { AppError } from '#contract/faults.ts';
import type { KeptDocument } from '../documents/kept-document.ts';
import { parseRtspUrl, withLogin } from '../cameras/rtsp-url.ts';
import type { SecretStorePort } from '../ports.ts';
import type { Removal } from './removal.ts';
import { restore } from './removal.ts';
import type { SecretDisposal } from './secret-disposal.ts';
import { passwordSecretsOf, type SiteDocument, type SourceRecord } from './site-document.ts';
import type { UndoList } from './undo.ts';

/** The login and address of a camera as they come from a person; what is absent stays as it is. */
export interface SourceDraft {
  url?: string | undefined;
  username?: string | undefined;
  /** Empty: removed. */
  password?: string | undefined;
}

interface SiteKeeperDeps {
  document: KeptDocument<SiteDocument>;
  secrets: SecretStorePort;
  disposal: SecretDisposal;
  undos: UndoList;
  randomId: () => string;
}

export class SiteKeeper {
  readonly #deps: SiteKeeperDeps;

  constructor(deps: SiteKeeperDeps) {
    this.#deps = deps;
  }

  get site(): SiteDocument {
    return this.#deps.document.value;
  }

  /** Every edit counts one revision. */
  edit(change: (site: SiteDocument) => SiteDocument): Promise<SiteDocument> {
    return this.#deps.document.edit((site) => {
      const next = change(site);
      return next === site ? site : { ...next, revision: site.revision + 1 };
    });
  }

  /** An edit that also makes something. */
  async editFor<R>(change: (site: SiteDocument) => { site: SiteDocument; result: R }): Promise<R> {
    const made: R[] = [];
    await this.edit((site) => {
      const { site: next, result } = change(site);
      made.push(result);
      return next;
    });
    return made[0] as R;
  }

  /** An edit around a source: its password is sealed before the document names it, and goes again when the edit fails. The
   * password it replaces goes after the document has let go of it. */
  async editSource(
    cameraId: string,
    draft: SourceDraft,
    currentOf: (site: SiteDocument) => SourceRecord | null,
    change: (site: SiteDocument, source: SourceRecord) => SiteDocument,
  ): Promise<SiteDocument> {
    const { disposal, secrets, randomId } = this.#deps;
    const replaced = currentOf(this.site);
    const { source, newPassword } = nextSource(replaced, draft, `camera/${cameraId}/password/${randomId()}`);
    // A refused edit must not touch the secret store at all, so it is tried on the side first.
    change(this.site, source);
    const outgoing = secretsNamed(replaced).filter((name) => !secretsNamed(source).includes(name));
    const concerned = [...outgoing, ...(newPassword === null ? [] : [newPassword.name])];
    await disposal.announce(concerned);
    try {
      if (newPassword) await secrets.set(newPassword.name, newPassword.value);
      return await this.edit((site) => change(site, source));
    } finally {
      await disposal.dispose(concerned);
    }
  }

  /** Takes something out; it can be put back until the undo expires, passwords included. */
  async remove(
    take: (site: SiteDocument) => { site: SiteDocument; removal: Removal },
  ): Promise<{ undoId: string; expiresAt: number }> {
    const { disposal, undos } = this.#deps;
    await disposal.announce(passwordSecretsOf(take(this.site).removal.cameras));
    const removal = await this.editFor((site) => {
      const taken = take(site);
      return { site: taken.site, result: taken.removal };
    });
    return undos.add(removal);
  }

  async undo(undoId: string): Promise<void> {
    const removal = this.#deps.undos.find(undoId);
    await this.edit((site) => restore(site, removal));
    this.#deps.undos.settle(undoId);
    await this.#deps.disposal.dispose(passwordSecretsOf(removal.cameras));
  }
}

const secretsNamed = (source: SourceRecord | null): string[] =>
  source?.kind === 'rtsp' && source.passwordSecret !== null ? [source.passwordSecret] : [];

function nextSource(
  current: SourceRecord | null,
  draft: SourceDraft,
  newName: string,
): { source: SourceRecord; newPassword: { name: string; value: string } | null } {
  const known = current?.kind === 'rtsp' ? current : null;
  if (draft.url === undefined && !known) throw new AppError('INPUT_INVALID', { field: 'url' });
  const typed = parseRtspUrl(draft.url ?? known?.url ?? '');
  const address = withLogin(typed, draft);
  const urlHasLogin = typed.username !== '' || typed.password !== '';
  const username = urlHasLogin || draft.username !== undefined ? address.username : (known?.username ?? '');
  const passwordIsGiven = typed.password !== '' || draft.password !== undefined;
  const newPassword = passwordIsGiven && address.password !== '' ? { name: newName, value: address.password } : null;
  const passwordSecret = passwordIsGiven ? (newPassword?.name ?? null) : (known?.passwordSecret ?? null);
  return { source: { kind: 'rtsp', url: address.url, username, passwordSecret }, newPassword };
}
