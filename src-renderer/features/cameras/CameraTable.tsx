import { Skeleton } from '@mantine/core';
import { useEffect, useState, type KeyboardEvent } from 'react';
import type { CameraId } from '#contract/words.ts';
import { formatCameraNumber, formatMs, formatSpan } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { pictureInShort } from '../../ui/ProbeVerdict.tsx';
import { StateWord } from '../../ui/StateWord.tsx';
import { faultTitle, useText } from '../../ui/text.ts';
import { useNow } from '../../ui/useNow.ts';
import { columns, type CameraRow, type Column, type Sorting } from './camera-rows.ts';
import './camera-table.css';

interface Props {
  rows: readonly CameraRow[];
  sorting: Sorting;
  onSort: (column: Column) => void;
  selected: CameraId | null;
  onSelect: (id: CameraId) => void;
}

function Head({ sorting, onSort }: Pick<Props, 'sorting' | 'onSort'>) {
  const text = useText();
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const sorted = sorting.column === column;
          return (
            <th
              key={column}
              scope="col"
              data-column={column}
              aria-sort={sorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" onClick={() => onSort(column)}>
                {text(`cameras.column.${column}`)}
                {sorted && (
                  <Icon
                    name="chevronDown"
                    size={13}
                    {...(sorting.descending ? {} : { style: { transform: 'rotate(180deg)' } })}
                  />
                )}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function Row({ row, now, isSelected, onSelect }: { row: CameraRow; now: number; isSelected: boolean; onSelect: () => void }) {
  const text = useText();
  const { camera, pusher, situation } = row;
  const facts = pusher?.facts;
  const delivery = pusher?.delivery;
  const why = camera.off ? camera.off.reason : situation.status ? faultTitle(situation.status.code, situation.status.params) : '';
  return (
    <tr data-camera={camera.id} aria-selected={isSelected} onClick={onSelect}>
      <td data-column="number">{formatCameraNumber(camera.number)}</td>
      <td data-column="name">
        <button type="button" className="cr-ellipsis" aria-pressed={isSelected} title={camera.name}>
          {camera.name}
        </button>
      </td>
      <td data-column="state" title={why}>
        <StateWord mark={situation.mark}>{text(`camera.state.${situation.word}`)}</StateWord>
        {why !== '' && <span className="cr-camera-why">{why}</span>}
      </td>
      <td data-column="zone" title={row.zoneName}>
        {row.zoneName}
      </td>
      <td data-column="address" title={row.address}>
        {camera.source.kind === 'demo' ? (
          text('camera.demoScene', { scene: camera.source.scene })
        ) : (
          <span className="cr-mono cr-ltr">{row.address}</span>
        )}
      </td>
      <td>
        {facts ? <span className="cr-ltr">{pictureInShort(facts)}</span> : <span className="cr-3">{text('value.noData')}</span>}
      </td>
      <td data-column="path" title={delivery?.reason}>
        {delivery ? text(`verdict.${delivery.mode}.short`) : <span className="cr-3">{text('value.noData')}</span>}
      </td>
      <td data-column="delay">
        {row.delayMs === null ? <span className="cr-3">{text('value.noData')}</span> : formatMs(row.delayMs)}
      </td>
      <td data-column="since">{situation.since === null ? '' : formatSpan(now - situation.since)}</td>
    </tr>
  );
}

export function CameraTable({ rows, sorting, onSort, selected, onSelect }: Props) {
  const text = useText();
  const now = useNow(1000);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !(event.target instanceof HTMLElement)) return;
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('tbody button')];
    const next = buttons[buttons.indexOf(event.target) + step];
    if (!buttons.includes(event.target) || !next) return;
    event.preventDefault();
    next.focus();
    next.click();
  };
  return (
    <div className="cr-scroll cr-table-room">
      <table className="cr-table" aria-label={text('place.cameras')} onKeyDown={onKeyDown}>
        <colgroup>
          {columns.map((column) => (
            <col key={column} data-column={column} />
          ))}
        </colgroup>
        <Head sorting={sorting} onSort={onSort} />
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.camera.id}
              row={row}
              now={now}
              isSelected={row.camera.id === selected}
              onSelect={() => onSelect(row.camera.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SKELETON_AFTER_MS = 300;

/** The table's shape while the first state is awaited; nothing flickers when it comes at once. */
export function CameraTableSkeleton() {
  const text = useText();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="cr-scroll cr-table-skeleton" role="status" aria-label={text('cameras.loading')}>
      {late && Array.from({ length: 8 }, (_, index) => <Skeleton key={index} height={16} />)}
    </div>
  );
}
