/** Fills in what the site document only names: passwords, the demo server's address, a place to publish. */
import { AppError } from '#contract/faults.ts';
import { roomOfZone } from '#contract/words.ts';
import { parseRtspUrl } from '../cameras/rtsp-url.ts';
import type { RuntimeCounters } from '../documents/runtime-document.ts';
import type { IngestPort, PusherSpec, ResolvedSource, SecretStorePort } from '../ports.ts';
import { requireCamera } from '../site/camera-edits.ts';
import type { CameraRecord, SiteDocument } from '../site/site-document.ts';
import type { Intent } from './intents.ts';
import { sourceUrlOf } from './spec.ts';

interface SpecResolverDeps {
  site: () => SiteDocument;
  secrets: SecretStorePort;
  ingest: IngestPort;
  counters: RuntimeCounters;
  demoRtspBase: () => string | null;
  owner: string;
}

export class SpecResolver {
  readonly #deps: SpecResolverDeps;

  constructor(deps: SpecResolverDeps) {
    this.#deps = deps;
  }

  async resolve(intent: Intent, nextGeneration: boolean): Promise<PusherSpec> {
    const { counters, ingest, owner, site } = this.#deps;
    const { cameraId, name, specHash } = intent;
    const camera = requireCamera(site(), cameraId);
    if (specHash === null) throw new AppError('ENGINE_EXITED', { engine: 'demo-cameras' });
    const source = await this.#source(camera);
    const generation = nextGeneration ? await counters.nextGeneration(cameraId) : counters.generation(cameraId);
    const grant = await ingest.grant(cameraId, generation, roomOfZone(camera.zoneId));
    return { name, cameraId, generation, owner, specHash, source, grant };
  }

  /** The whole source of the site's camera with this canonical address. */
  async loginFor(canonical: string): Promise<ResolvedSource | null> {
    const camera = this.#deps
      .site()
      .cameras.find(({ source }) => source.kind === 'rtsp' && parseRtspUrl(source.url).canonical === canonical);
    return camera ? this.#source(camera) : null;
  }

  async #source({ id, source }: CameraRecord): Promise<ResolvedSource> {
    const { counters, demoRtspBase, secrets } = this.#deps;
    const url = sourceUrlOf(source, demoRtspBase());
    if (url === null) throw new AppError('ENGINE_EXITED', { engine: 'demo-cameras' });
    const loginRetry = counters.loginRetry(id);
    if (source.kind === 'demo') return { url, username: '', password: '', loginRetry };
    const { username, passwordSecret } = source;
    const password = passwordSecret === null ? '' : await secrets.get(passwordSecret);
    if (password === null) throw new AppError('SECRET_UNREADABLE', { camera: id });
    return { url, username, password, loginRetry };
  }
}
