import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src-main/adapters/log/redact.ts';

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJnYXRlLTEifQ.c2lnbmF0dXJl';

describe('redaction', () => {
  test.each([
    ['the login of a URL', 'dial rtsp://admin:s3cr3t@10.0.0.9:554/main failed', ['admin', 's3cr3t']],
    ['a password with @ and / in it', 'dial rtsp://admin:p@ss/w0rd@10.0.0.9/main', ['p@ss', 'w0rd']],
    ['a user name alone', 'https://streamkey@ingest/w', ['streamkey']],
    ['a bearer token', 'Authorization: Bearer abcdef0123456789', ['abcdef0123456789']],
    ['basic credentials', 'authorization: Basic YWRtaW46czNjcjN0', ['YWRtaW46czNjcjN0']],
    ['a digest answer', 'Authorization: Digest username="admin", response="6629fae4"', ['admin', '6629fae4']],
    ['a JSON Web Token', `token ${jwt} refused`, [jwt, 'c2lnbmF0dXJl']],
    ['JSON fields', '{"password":"s3cr3t","streamKey":"k-1234"}', ['s3cr3t', 'k-1234']],
    ['a query parameter', 'ws://127.0.0.1:7880/rtc?access_token=abc.def&auto_subscribe=0', ['abc.def']],
    ['a stream key in a WHIP URL', 'POST http://10.0.0.2:8080/w/Xy12345678', ['Xy12345678']],
  ])('takes out %s', (_what, text, secrets) => {
    const redacted = createRedactor().redact(text);
    for (const secret of secrets) expect(redacted).not.toContain(secret);
  });

  test('leaves what is no secret', () => {
    const text = 'gate-1 at rtsp://10.0.0.9:554/main: connection refused, next try in 4 s; mail me@example.org';
    expect(createRedactor().redact(text)).toBe(text);
  });

  test('takes out every value it was told, as it is, in URLs and in JSON', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 40 }), (secret) => {
        fc.pre(!'before after'.includes(secret) && !'•••'.includes(secret));
        const redactor = createRedactor();
        redactor.learn(secret);
        for (const spelled of [secret, JSON.stringify(secret).slice(1, -1)]) {
          expect(redactor.redact(`before ${spelled} after`)).not.toContain(spelled);
        }
      }),
    );
  });

  test('a value too short to be told from words is not learned', () => {
    const redactor = createRedactor();
    redactor.learn('on');
    expect(redactor.redact('connection on')).toBe('connection on');
  });
});
