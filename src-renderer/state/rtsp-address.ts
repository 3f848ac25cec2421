/** Reads camera addresses as people paste them, so that a login is seen at once and moved out of the address. Main has the last
 * word on whether an address is valid. Pure. */

export interface PastedAddress {
  /** Without a login. */
  url: string;
  /** `host` or `host:port`, as typed. */
  host: string;
  /** With its query, without the leading slash. */
  path: string;
  username: string;
  password: string;
  /** What stood unencoded in the password though it has a meaning in addresses (RFC 3986, section 2.2), such as `@` or `#`. */
  reserved: readonly string[];
}

export type AddressProblem = 'empty' | 'scheme' | 'tls' | 'host' | 'space';
export type ReadAddress = ({ ok: true } & PastedAddress) | { ok: false; problem: AddressProblem };

export function readAddress(typed: string): ReadAddress {
  const trimmed = typed.trim().replace(/^["'<]+|["'>]+$/g, '');
  if (trimmed === '') return { ok: false, problem: 'empty' };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === 'rtsps') return { ok: false, problem: 'tls' };
  if (scheme !== 'rtsp') return { ok: false, problem: 'scheme' };
  if (/\s/.test(trimmed)) return { ok: false, problem: 'space' };
  const rest = trimmed.slice('rtsp://'.length);

  const loginEnd = endOfLogin(rest);
  const login = loginEnd === null ? '' : rest.slice(0, loginEnd);
  const afterLogin = loginEnd === null ? rest : rest.slice(loginEnd + 1);
  const slash = afterLogin.search(/[/?#]/);
  const host = slash < 0 ? afterLogin : afterLogin.slice(0, slash);
  if (!/^(\[[0-9a-f:.]+\]|[^:@[\]]+)(:\d{1,5})?$/i.test(host)) return { ok: false, problem: 'host' };

  const colon = login.indexOf(':');
  const rawPassword = colon < 0 ? '' : login.slice(colon + 1);
  return {
    ok: true,
    url: `rtsp://${afterLogin}`,
    host,
    path: slash < 0 ? '' : afterLogin.slice(slash).replace(/^\//, ''),
    username: decoded(colon < 0 ? login : login.slice(0, colon)),
    password: decoded(rawPassword),
    reserved: [...new Set(rawPassword.match(/[@:/?#[\]]/g) ?? [])],
  };
}

/** Where the `@` after the login stands. A password with `@`, `/`, `?` or `#` in it ends the login, or the whole authority, too
 * early: then what seems to be the host is none, and what follows the last `@` is. */
function endOfLogin(rest: string): number | null {
  const pathBegin = rest.search(/[/?#]/);
  const authority = pathBegin < 0 ? rest : rest.slice(0, pathBegin);
  const first = authority.lastIndexOf('@');
  const last = rest.lastIndexOf('@');
  if (last < 0) return null;
  if (first === last) return first;
  const isHostAfter = (at: number) => looksLikeHost(rest.slice(at + 1).split(/[/?#]/, 1)[0] ?? '');
  if (first >= 0) return isHostAfter(last) && !isHostAfter(first) ? last : first;
  const port = /^[^:[\]]+:(.*)$/.exec(authority)?.[1];
  if (port === undefined) return null;
  const isPort = /^\d{0,5}$/.test(port);
  return !isPort || (isHostAfter(last) && !looksLikeHost(authority.replace(/:\d*$/, ''))) ? last : null;
}

/** An address by number, a name with a dot, or anything with a port. */
const looksLikeHost = (text: string): boolean =>
  /^(\[[0-9a-f:.]+\]|[\w-]+(\.[\w-]+)+|localhost)(:\d{1,5})?$|^[\w-]+:\d{1,5}$/i.test(text);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone % is no encoding: the person typed the password as it is.
    return part;
  }
}

const sayNothing =
  /^(live|stream|streaming|main|sub|media|video|cam|camera|channels?|h26[45]|unicast|onvif|profile\d*|mpeg4|rtsp|av\w*|ch\d*|\d+)$/i;

/** A name to begin with: the last telling part of the path, else the host. Not one of `taken`. */
export function suggestName({ host, path }: Pick<PastedAddress, 'host' | 'path'>, taken: readonly string[]): string {
  const telling = path
    .replace(/[?#].*$/, '')
    .split('/')
    .map((part) => decoded(part).replace(/\.\w{2,4}$/, ''))
    .filter((part) => /\p{L}{3}/u.test(part) && !part.split(/[-_.\s]+/).every((word) => sayNothing.test(word)))
    .at(-1);
  const words = telling?.replace(/[-_]+/g, ' ').trim() ?? host.replace(/:\d+$/, '');
  const base = words.slice(0, 1).toUpperCase() + words.slice(1);
  let name = base;
  for (let count = 2; taken.includes(name); count += 1) name = `${base} ${count}`;
  return name;
}

/** Two spellings of one stream: host and default port count, letter case of the host does not. */
export function sameStream(a: Pick<PastedAddress, 'host' | 'path'>, b: Pick<PastedAddress, 'host' | 'path'>): boolean {
  const door = (host: string) => (/:\d+$/.test(host) ? host : `${host}:554`).toLowerCase();
  return door(a.host) === door(b.host) && a.path === b.path;
}
