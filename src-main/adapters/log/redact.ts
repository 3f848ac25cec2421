/** Takes secrets out of text before it is kept or shown. */

export interface Redactor {
  /** Remembers a value that must not appear, e.g. one that the secret store has just handed out. */
  learn(secret: string): void;
  redact(text: string): string;
}

const mask = '•••';
/** Below this, a value is too likely to be a part of ordinary words. */
const shortestLearned = 4;

const patterns: readonly [RegExp, string][] = [
  // The userinfo of a URL (RFC 3986, section 3.2.1): all of it, a user name can be a key as well. The password may hold an
  // unescaped @ or /, as people type it, so the last @ before a space or quote counts.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>]*@/gi, `$1${mask}@`],
  // Authorization: Bearer … | Basic … | Digest … (RFC 9110, section 11.6.2)
  [/\b(bearer|basic)\s+[\w~+/.=-]{8,}/gi, `$1 ${mask}`],
  [/\b(digest)\s+\w+=.*$/gim, `$1 ${mask}`],
  // A JSON Web Token (RFC 7519): three base64url parts, the first begins with {"
  [/\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*/g, mask],
  // key=value, key: value and "key":"value" of names that hold secrets
  [/((?:password|passwd|secret|token|stream_?key|api_?key|access_token)["']?\s*[:=]\s*["']?)[^\s"'&,;}]+/gi, `$1${mask}`],
  // The stream key at the end of a WHIP ingress URL: /w/{key}
  [/(\/w\/)[\w-]{8,}/g, `$1${mask}`],
];

export function createRedactor(): Redactor {
  /** Longest first, so that a secret which contains another is masked whole. */
  let learned: string[] = [];
  return {
    learn(secret) {
      if (secret.length < shortestLearned) return;
      const spellings = new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
      learned = [...new Set([...learned, ...spellings])].sort((a, b) => b.length - a.length);
    },
    redact(text) {
      let result = text;
      for (const secret of learned) result = result.replaceAll(secret, mask);
      for (const [pattern, replacement] of patterns) result = result.replace(pattern, replacement);
      return result;
    },
  };
}
