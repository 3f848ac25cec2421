import type { CSSProperties } from 'react';
import { formatMs, formatNumber } from '../../ui/format.ts';
import { useText } from '../../ui/text.ts';
import type { TileFigures } from './tile-view.ts';
import { percent } from './wording.ts';
import './enlarged-facts.css';

const decoderKey = (hardware: boolean | null) =>
  hardware === null ? 'tile.decoder.unknown' : hardware ? 'tile.decoder.hardware' : 'tile.decoder.software';

/** The bar and its key, from the camera's sensor to the screen. A leg that nobody measured is hatched. */
function Legs({ legs }: Pick<TileFigures, 'legs'>) {
  const text = useText();
  return (
    <div role="group" aria-label={text('tile.legs')}>
      <div className="cr-legs-bar" aria-hidden="true">
        {legs.map(({ name, ms, share }) => (
          <i key={name} data-measured={ms !== null} style={{ '--share': share } as CSSProperties} />
        ))}
      </div>
      <ul className="cr-legs-key">
        {legs.map(({ name, ms }) => (
          <li key={name}>
            <i data-measured={ms !== null} aria-hidden="true" />
            {text(`tile.leg.${name}`)} <b>{ms === null ? text('tile.leg.unmeasured') : formatMs(ms)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Everything measured of an enlarged camera. */
export function EnlargedFacts({ figures }: { figures: TileFigures }) {
  const text = useText();
  const { delayMs, delayP95Ms, presentedFps, bitrateKbps, lossPercent, freezesInHour, width, height, codec, profile } = figures;
  const size = width === null || height === null ? text('value.noData') : text('tile.figure.size', { width, height });
  const codecName = codec === null ? text('tile.figure.noCodec') : [codec, profile].filter((part) => part !== null).join(' ');
  const items: [value: string, name: string][] = [
    [formatMs(delayMs === null ? null : Math.round(delayMs)), text('tile.figure.delay', { p95: formatMs(delayP95Ms) })],
    [formatNumber(presentedFps, 1), text('tile.figure.fps')],
    [formatNumber(bitrateKbps === null ? null : bitrateKbps / 1000, 2), text('tile.figure.rate')],
    [percent(lossPercent), text('tile.figure.loss')],
    [formatNumber(freezesInHour), text('tile.figure.freezes')],
    [size, text('tile.figure.codec', { codec: codecName, decoder: text(decoderKey(figures.hardwareDecoder)) })],
  ];
  return (
    <div className="cr-enlarged-facts cr-ltr">
      <dl>
        {items.map(([value, name]) => (
          <div key={name}>
            <dd>{value}</dd>
            <dt>{name}</dt>
          </div>
        ))}
      </dl>
      <Legs legs={figures.legs} />
    </div>
  );
}
