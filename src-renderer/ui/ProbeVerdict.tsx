import type { ProbeResult, StreamFacts } from '#contract/facts.ts';
import { formatFps, formatMegabits, formatMs, formatNumber, formatSeconds } from './format.ts';
import { FaultNote } from './FaultNote.tsx';
import { StateWord } from './StateWord.tsx';
import { text, useText } from './text.ts';
import './probe-verdict.css';

/** 1920×1080, 25.0 fps, H.264 High 4.1 */
function pictureOf(facts: Pick<StreamFacts, 'width' | 'height' | 'fps' | 'codec' | 'profile' | 'level'>): string {
  const { width, height, fps, codec, profile, level } = facts;
  const size = width === null || height === null ? null : `${width}×${height}`;
  const format = [codecName(codec), profile, level].filter((part) => part !== null).join(' ');
  const parts = [size, fps === null ? null : formatFps(fps), format === '' ? null : format].filter((part) => part !== null);
  return parts.length === 0 ? text('value.noData') : parts.join(', ');
}

/** 1920×1080, 25 fps, H.264 */
export function pictureInShort({ width, height, fps, codec }: Pick<StreamFacts, 'width' | 'height' | 'fps' | 'codec'>): string {
  const size = width === null || height === null ? null : `${width}×${height}`;
  const rate = fps === null ? null : text('value.fps', { value: formatNumber(fps) });
  const parts = [size, rate, codecName(codec)].filter((part) => part !== null);
  return parts.length === 0 ? text('value.noData') : parts.join(', ');
}

const codecName = (codec: string | null): string | null =>
  codec === null ? null : codec.replace(/^H-?(26[45])$/i, 'H.$1').replace(/^HEVC$/i, 'H.265');

/** Rows of word and value about a measured stream. */
export function streamRows(facts: StreamFacts): (readonly [string, string])[] {
  const gop = facts.gopMs === null ? text('value.noData') : formatSeconds(facts.gopMs);
  const bFrames = facts.bFrames === null ? text('value.noData') : text(facts.bFrames ? 'value.yes' : 'value.no');
  const clock =
    facts.clockOffsetMs === null
      ? text('value.noData')
      : text(facts.clockPlausible === false ? 'stream.clockImplausible' : 'stream.clockOffset', {
          value: formatMs(facts.clockOffsetMs),
        });
  const loss =
    facts.packetsLost === null || facts.packetsReceived === null
      ? text('value.noData')
      : text('stream.lossOf', { lost: formatNumber(facts.packetsLost), received: formatNumber(facts.packetsReceived) });
  return [
    [text('stream.picture'), pictureOf(facts)],
    [text('stream.rate'), formatMegabits(facts.bitrateKbps)],
    [text('stream.keyframes'), gop],
    [text('stream.bFrames'), bFrames],
    [text('stream.audio'), facts.audio ?? text('value.none')],
    [text('stream.login'), facts.auth === null ? text('value.noData') : text(`stream.auth.${facts.auth}`)],
    [text('stream.loss'), loss],
    [text('stream.jitter'), formatMs(facts.jitterMs)],
    [text('stream.clock'), clock],
  ];
}

function RtspAnswers({ answers }: { answers: ProbeResult['answers'] }) {
  const text = useText();
  if (answers.length === 0) return null;
  return (
    <table className="cr-answers cr-mono cr-ltr">
      <caption>{text('probe.answers')}</caption>
      <tbody>
        {answers.map((answer, index) => (
          <tr key={index}>
            <td>{answer.method}</td>
            <td>{answer.status}</td>
            <td>{formatMs(answer.ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The short form for lists: passed or not, and why. */
export function VerdictWord({ result }: { result: ProbeResult }) {
  const text = useText();
  if (!result.ok) return <StateWord mark="warning">{text(`fault.${result.code}.title`)}</StateWord>;
  const mark = { passthrough: 'passed', transcode: 'notice', refused: 'warning', undecided: 'notice' } as const;
  const gop = result.facts.gopMs;
  return (
    <StateWord mark={mark[result.verdict.mode]}>
      {result.verdict.mode === 'passthrough' && gop !== null
        ? text('verdict.passthroughEvery', { seconds: formatSeconds(gop) })
        : text(`verdict.${result.verdict.mode}.short`)}
    </StateWord>
  );
}

/** The whole result of a test, in plain words. */
export function ProbeVerdict({ result }: { result: ProbeResult }) {
  const text = useText();
  if (!result.ok) {
    return (
      <div className="cr-probe" role="status">
        <FaultNote code={result.code} params={{ detail: result.detail }} />
        <RtspAnswers answers={result.answers} />
      </div>
    );
  }
  const { facts, verdict } = result;
  const mark = { passthrough: 'passed', transcode: 'notice', refused: 'warning', undecided: 'notice' } as const;
  const rows = [
    [text('stream.firstPicture'), formatSeconds(facts.timeToFirstKeyframeMs)] as const,
    ...streamRows(facts),
    [text('stream.server'), facts.server ?? text('value.noData')] as const,
  ];
  return (
    <div className="cr-probe" role="status">
      <div className="cr-verdict" data-mode={verdict.mode}>
        <StateWord mark={mark[verdict.mode]}>{text(`verdict.${verdict.mode}.title`)}</StateWord>
        <p className="cr-2">{text(`verdict.${verdict.mode}.text`)}</p>
        <p className="cr-3">{verdict.reason}</p>
      </div>
      <dl className="cr-facts">
        {rows.map(([word, value]) => (
          <div key={word} className="cr-fact">
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <RtspAnswers answers={result.answers} />
    </div>
  );
}
