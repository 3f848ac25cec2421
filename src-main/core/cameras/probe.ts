/** Looks at a stream from the host that would push it; one look at a time for each address. */
import type { ProbeResult } from '#contract/facts.ts';
import { AppError } from '#contract/faults.ts';
import type { HostPort, ResolvedSource } from '../ports.ts';
import { parseRtspUrl, withLogin } from './rtsp-url.ts';

const DEFAULT_SECONDS = 5;

export interface ProbeRequest {
  url: string;
  username?: string | undefined;
  password?: string | undefined;
  seconds?: number | undefined;
}

export class Prober {
  readonly #busy = new Set<string>();

  constructor(
    readonly host: HostPort,
    /** The login kept for a camera of this canonical address; null where the site has none. */
    readonly keptLogin: (canonical: string) => Promise<ResolvedSource | null>,
  ) {}

  async probe(request: ProbeRequest): Promise<ProbeResult> {
    const address = withLogin(parseRtspUrl(request.url), request);
    if (this.#busy.has(address.authority)) throw new AppError('PROBE_BUSY', { address: address.authority });
    this.#busy.add(address.authority);
    try {
      const { url, username, password } = address;
      const kept = username === '' && password === '' ? await this.keptLogin(address.canonical) : null;
      return await this.host.probe(kept ?? { url, username, password, loginRetry: 0 }, request.seconds ?? DEFAULT_SECONDS);
    } finally {
      this.#busy.delete(address.authority);
    }
  }
}
