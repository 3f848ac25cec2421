/** A tile in words: what its caption says, what a screen reader calls it, why there is no picture. */
import { formatCameraNumber, formatMs, formatNumber, formatSpan, formatTime } from '../../ui/format.ts';
import type { Mark } from '../../ui/SeverityMark.tsx';
import { faultTitle, text } from '../../ui/text.ts';
import type { Measure } from './tile-state.ts';
import type { TileView } from './tile-view.ts';

const twoDigits = (value: number) => `${value < 10 ? formatNumber(0) : ''}${formatNumber(value)}`;

/** A counting age as a caption has room for it: "6 s", "4:12", "1:04:12". */
export function countingAge(seconds: number): string {
  if (seconds < 60) return text('value.seconds', { value: formatNumber(seconds) });
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = twoDigits(seconds % 60);
  return hours > 0 ? `${formatNumber(hours)}:${twoDigits(minutes)}:${rest}` : `${formatNumber(minutes)}:${rest}`;
}

export const stateWord = (view: TileView): string => text(`tile.state.${view.state}`);

/** The state's measured value, empty where it has none. */
export function stateValue(view: TileView): string {
  if (view.state === 'live') return view.figures.delayMs === null ? '' : formatMs(Math.round(view.figures.delayMs));
  return view.ageSeconds === null ? '' : countingAge(view.ageSeconds);
}

export function stateMark(view: TileView): Mark {
  if (view.state === 'live' || view.state === 'off') return view.state;
  if (view.severity === 'none') return 'untested';
  return view.state === 'connecting' && view.severity === 'notice' ? 'connecting' : view.severity;
}

function spokenAge(seconds: number): string {
  if (seconds < 60) return text('tile.spoken.seconds', { count: seconds });
  if (seconds < 3600) return text('tile.spoken.minutes', { count: Math.floor(seconds / 60) });
  return text('tile.spoken.hours', { count: Math.floor(seconds / 3600) });
}

/** "17 Loading dock 2, stale, 6 seconds" */
export function spokenName(view: TileView): string {
  const params = { number: formatNumber(view.number), name: view.name, state: stateWord(view).toLocaleLowerCase() };
  if (view.ageSeconds !== null) return text('tile.nameWith', { ...params, value: spokenAge(view.ageSeconds) });
  const { delayMs } = view.figures;
  if (view.state !== 'live' || delayMs === null) return text('tile.name', params);
  return text('tile.nameWith', { ...params, value: text('tile.spoken.milliseconds', { count: Math.round(delayMs) }) });
}

export const cameraLabel = ({ number, name }: { number: number; name: string }): string =>
  `${formatCameraNumber(number)} ${name}`;

export const percent = (value: number | null): string =>
  value === null ? text('value.noData') : text('value.percent', { value: formatNumber(value, 1) });

export function brokenMeasure(measure: Measure, { figures }: TileView): string {
  switch (measure) {
    case 'fps':
      return text('tile.broken.fps', {
        presented: formatNumber(figures.presentedFps),
        nominal: formatNumber(figures.nominalFps),
      });
    case 'loss':
      return text('tile.broken.loss', { value: percent(figures.lossPercent) });
    case 'delay':
      return text('tile.broken.delay', { value: formatMs(figures.delayMs) });
  }
}

/** The fault behind it, in its own sentence; null where none is known. */
export const causeText = ({ cause }: TileView): string | null => (cause === null ? null : faultTitle(cause.code, cause.params));

export function staleText(view: TileView): string {
  const cause = causeText(view);
  return cause === null ? text(`tile.stale.${view.staleReason}`) : text('tile.stale.because', { cause });
}

/** When there was a picture last, and when the next try is. */
export function lastPictureText({ lastPictureAt, nextTrySeconds }: TileView): string {
  const span = nextTrySeconds === null ? null : formatSpan(nextTrySeconds * 1000);
  if (lastPictureAt === null) return span === null ? text('tile.noPicture') : text('tile.noPictureNext', { span });
  const time = formatTime(lastPictureAt);
  return span === null ? text('tile.lastPicture', { time }) : text('tile.lastPictureNext', { time, span });
}

export function offText({ off }: TileView): string {
  if (off === null) return '';
  return off.until === null
    ? text('tile.off.open', { name: off.by })
    : text('tile.off.until', { name: off.by, time: formatTime(off.until) });
}
