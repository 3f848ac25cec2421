import { formatFps, formatMegabits, formatNumber } from '../../ui/format.ts';
import { useStore, type Store } from '../../bridge/store.ts';
import { useText } from '../../ui/text.ts';
import type { TileView } from './tile-view.ts';
import { cameraLabel, percent } from './wording.ts';

/** What is measured of the selected tile, in five lines. */
export function SelectedFacts({ store }: { store: Store<TileView> }) {
  const text = useText();
  const view = useStore(store);
  const { figures } = view;
  const pair = (first: string, second: string) => text('wall.facts.pair', { first, second });
  const rounded = (ms: number | null) => (ms === null ? null : Math.round(ms));
  const size =
    figures.width === null || figures.height === null
      ? text('value.noData')
      : text('tile.figure.size', { width: figures.width, height: figures.height });
  const { hardwareDecoder } = figures;
  const decoder = text(
    hardwareDecoder === null
      ? 'wall.facts.decoder.unknown'
      : hardwareDecoder
        ? 'wall.facts.decoder.hardware'
        : 'wall.facts.decoder.software',
  );
  const delay =
    figures.delayMs === null
      ? text('value.noData')
      : text('wall.facts.delayValue', {
          median: formatNumber(rounded(figures.delayMs)),
          p95: formatNumber(rounded(figures.delayP95Ms)),
        });
  const facts: [name: string, value: string][] = [
    [text('wall.facts.delay'), delay],
    [text('wall.facts.rate'), pair(formatFps(figures.presentedFps), formatMegabits(figures.bitrateKbps))],
    [text('wall.facts.loss'), pair(percent(figures.lossPercent), formatNumber(figures.freezesInHour))],
    [text('wall.facts.decoder'), pair(decoder, size)],
    [text('wall.facts.path'), figures.delivery === null ? text('value.noData') : text(`tile.delivery.${figures.delivery}`)],
  ];
  return (
    <section className="cr-selected-facts">
      <h2>
        <span className="cr-ellipsis">{cameraLabel(view)}</span>
        <span className="cr-3">{text('wall.selected')}</span>
      </h2>
      <dl className="cr-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
