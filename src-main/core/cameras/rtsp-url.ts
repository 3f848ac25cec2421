/** RTSP addresses as people paste them: the login is split off, mistakes are named (RFC 3986, section 3; RFC 7826, section 4.2). */
import { AppError } from '#contract/faults.ts';

/** Why an address was refused, as the parameter `reason` of URL_INVALID. `login` says: a character of the login must be
 * percent-encoded, or the login typed into its own fields. */
type UrlProblem = 'scheme' | 'space' | 'host' | 'port' | 'login' | 'fragment';

export interface RtspAddress {
  /** Without userinfo; otherwise as typed, since some cameras compare it byte by byte. */
  url: string;
  username: string;
  password: string;
  /** `host:port` in lower case with the port always there: one camera's door. */
  authority: string;
  /** Equal for two spellings of one stream. */
  canonical: string;
}

const DEFAULT_PORT = 554;

export function parseRtspUrl(text: string): RtspAddress {
  const trimmed = text.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed);
  if (scheme?.[1]?.toLowerCase() !== 'rtsp') throw invalid('scheme');
  const afterScheme = trimmed.slice(scheme[0].length);
  const hasSpace = [...afterScheme].some((character) => character <= ' ' || character === '\u007f');
  if (hasSpace) throw invalid('space');

  const authorityEnd = afterScheme.search(/[/?#]/);
  const authority = authorityEnd < 0 ? afterScheme : afterScheme.slice(0, authorityEnd);
  const rest = authorityEnd < 0 ? '' : afterScheme.slice(authorityEnd);
  if (looksLikeCutLogin(authority, rest)) throw invalid('login');
  if (rest.includes('#')) throw invalid('fragment');

  const at = authority.lastIndexOf('@');
  const login = parseLogin(at < 0 ? '' : authority.slice(0, at));
  const { host, port } = parseHostAndPort(authority.slice(at + 1));
  const door = `${host.toLowerCase()}:${port ?? DEFAULT_PORT}`;
  return {
    ...login,
    url: `rtsp://${host}${port === null ? '' : `:${port}`}${rest}`,
    authority: door,
    canonical: `rtsp://${door}${canonicalRest(rest)}`,
  };
}

/** A login typed into its own fields wins over one inside the address; an empty field does not. */
export function withLogin(
  address: RtspAddress,
  fields: { username?: string | undefined; password?: string | undefined },
): RtspAddress {
  return { ...address, username: fields.username || address.username, password: fields.password || address.password };
}

const invalid = (reason: UrlProblem): AppError => new AppError('URL_INVALID', { reason });

/** An unencoded `/`, `?` or `#` in a password ends the authority too early: then an `@` follows where only a path should be. */
function looksLikeCutLogin(authority: string, rest: string): boolean {
  const at = rest.lastIndexOf('@');
  if (at < 0 || authority.includes('@')) return false;
  const colon = authority.indexOf(':');
  if (colon < 0 || authority.startsWith('[')) return false;
  if (!/^\d*$/.test(authority.slice(colon + 1))) return true;
  // `admin:1` could be a host and its port. It is a login when it is no address and what follows the @ is one.
  const afterAt = /^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d+)?(?=[/?#]|$)/i.exec(rest.slice(at + 1));
  const beginsLikeHost = /[.]|^localhost$/i.test(authority.slice(0, colon));
  return !beginsLikeHost && afterAt !== null && (/[.:]/.test(afterAt[0]) || afterAt[0] === 'localhost');
}

/** A colon may stand unencoded in a password: a user name has none (RFC 7617, section 2), so the first one parts the two. */
function parseLogin(userinfo: string): { username: string; password: string } {
  if (/[@[\]]/.test(userinfo)) throw invalid('login');
  const colon = userinfo.indexOf(':');
  try {
    return {
      username: decodeURIComponent(colon < 0 ? userinfo : userinfo.slice(0, colon)),
      password: colon < 0 ? '' : decodeURIComponent(userinfo.slice(colon + 1)),
    };
  } catch {
    throw invalid('login');
  }
}

function parseHostAndPort(text: string): { host: string; port: number | null } {
  // An IPv6 address without its brackets.
  if (!text.startsWith('[') && text.split(':').length > 2 && /^[0-9a-f:.]+$/i.test(text)) throw invalid('host');
  const parts = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/.exec(text);
  const host = parts?.[1] ?? '';
  if (!parts || !isHost(host)) throw invalid('host');
  const portText = parts[2];
  if (portText === undefined || portText === '') return { host, port: null };
  const port = Number(portText);
  if (!/^\d{1,5}$/.test(portText) || port < 1 || port > 65535) throw invalid('port');
  return { host, port };
}

function isHost(host: string): boolean {
  if (host.startsWith('[')) return isIpv6(host.slice(1, -1));
  if (/^[\d.]+$/.test(host)) return /^\d+(\.\d+){3}$/.test(host) && host.split('.').every((part) => Number(part) <= 255);
  return (
    host.length <= 253 &&
    /^[\p{L}\p{N}]([\p{L}\p{N}_-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}_-]*[\p{L}\p{N}])?)*\.?$/u.test(host)
  );
}

/** RFC 4291, section 2.2, with an optional zone (RFC 6874). */
function isIpv6(text: string): boolean {
  const [address = '', zone] = text.split('%', 2);
  if (zone === '') return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const endsInIpv4 = /^\d+(\.\d+){3}$/.test(last) && last.split('.').every((part) => Number(part) <= 255);
  const plain = endsInIpv4 ? groups.slice(0, -1) : groups;
  const length = plain.length + (endsInIpv4 ? 2 : 0);
  return plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (halves.length === 2 ? length < 8 : length === 8);
}

/** An empty path is `/`; percent-encoded unreserved characters are the characters (RFC 3986, section 6.2.2.2). */
function canonicalRest(rest: string): string {
  const decoded = rest.replace(/%([0-9a-f]{2})/gi, (encoded, hex: string) => {
    const character = String.fromCharCode(parseInt(hex, 16));
    return /[\w.~-]/.test(character) ? character : encoded.toUpperCase();
  });
  return decoded.startsWith('/') ? decoded : `/${decoded}`;
}
