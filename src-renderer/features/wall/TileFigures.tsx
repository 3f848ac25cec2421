import { formatFps, formatMegabits } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import type { TileView } from './tile-view.ts';
import { brokenMeasure, percent } from './wording.ts';

/** One line over the picture's lower edge: always when a measure is out of its limit, else only when asked for. */
export function TileFigures({ view }: { view: TileView }) {
  const text = useText();
  if (view.state === 'degraded') {
    const [worst, ...others] = view.broken;
    return (
      <div className="cr-tile-figures cr-ltr" data-always>
        {worst && <b>{brokenMeasure(worst, view)}</b>}
        {others.map((measure) => (
          <span key={measure}>{brokenMeasure(measure, view)}</span>
        ))}
      </div>
    );
  }
  if (view.state !== 'live') return null;
  const { presentedFps, bitrateKbps, lossPercent, hardwareDecoder } = view.figures;
  return (
    <div className="cr-tile-figures cr-ltr">
      <b>{formatFps(presentedFps)}</b>
      <span>{formatMegabits(bitrateKbps)}</span>
      <span>{text('tile.stats.loss', { value: percent(lossPercent) })}</span>
      {hardwareDecoder !== null && <span>{text(hardwareDecoder ? 'tile.stats.hardware' : 'tile.stats.software')}</span>}
    </div>
  );
}
