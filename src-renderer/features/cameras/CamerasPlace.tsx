import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CameraId, CameraView } from '#contract/words.ts';
import { useTopic } from '../../bridge/bridge.ts';
import { useStore } from '../../bridge/store.ts';
import { selectedCamera } from '../../state/place.ts';
import { formatNumber } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useText } from '../../ui/text.ts';
import { CameraDetail } from './CameraDetail.tsx';
import { CameraTable, CameraTableSkeleton } from './CameraTable.tsx';
import { groups, inGroup, matches, rowsOf, sortRows, type Group, type Sorting } from './camera-rows.ts';
import './cameras-place.css';

interface Props {
  onAdd: () => void;
  onEdit: (cameraId: CameraId) => void;
  onShowOnWall: (camera: CameraView) => void;
}

/** What do we have? Every camera, how it is, and everything known of the selected one. */
export function CamerasPlace({ onAdd, onEdit, onShowOnWall }: Props) {
  const text = useText();
  const { items: cameras, ready } = useTopic('cameras');
  const { items: pushers } = useTopic('pushers');
  const { items: zones } = useTopic('zones');
  const selected = useStore(selectedCamera);
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState<Group>('all');
  const [zoneId, setZoneId] = useState<string | null>(null);
  const [sorting, setSorting] = useState<Sorting>({ column: 'number', descending: false });

  const all = useMemo(() => rowsOf(cameras, pushers, zones), [cameras, pushers, zones]);
  const shown = useMemo(
    () =>
      sortRows(
        all.filter(
          (row) => inGroup(row, group) && (zoneId === null || row.camera.zoneId === zoneId) && matches(row, query.trim()),
        ),
        sorting,
      ),
    [all, group, zoneId, query, sorting],
  );
  const detail = all.find(({ camera }) => camera.id === selected);
  const counts = { all: all.length, publishing: all.filter((row) => inGroup(row, 'publishing')).length };
  const zoneList = Object.values(zones);

  const clearFilters = () => {
    setQuery('');
    setGroup('all');
    setZoneId(null);
  };

  return (
    <>
      <div className="cr-place-head">
        <h1>{text('place.cameras')}</h1>
        {ready && (
          <span className="cr-3">
            {text('cameras.counts', { count: counts.all, publishing: formatNumber(counts.publishing) })}
          </span>
        )}
        <span className="cr-grow" />
        <button type="button" className="cr-button cr-button-primary" onClick={onAdd}>
          <Icon name="plus" size={15} />
          {text('cameras.add')}
        </button>
      </div>
      <div className="cr-cameras-filters" role="search" aria-label={text('cameras.filter.label')}>
        <TextInput
          type="search"
          leftSection={<Icon name="search" size={15} />}
          placeholder={text('cameras.filter.placeholder')}
          aria-label={text('cameras.filter.placeholder')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={text('cameras.filter.group')}
          value={group}
          onChange={(value) => setGroup(value)}
          data={groups.map((value) => ({
            value,
            label: `${text(`cameras.group.${value}`)} ${formatNumber(all.filter((row) => inGroup(row, value)).length)}`,
          }))}
        />
        {zoneList.length > 1 && (
          <Select
            clearable
            aria-label={text('camera.zone')}
            placeholder={text('cameras.filter.anyZone')}
            value={zoneId}
            onChange={setZoneId}
            data={zoneList.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </div>
      <div className="cr-cameras-body">
        {!ready ? (
          <CameraTableSkeleton />
        ) : all.length === 0 ? (
          <div className="cr-cameras-empty">
            <p>{text('cameras.none')}</p>
            <button type="button" className="cr-button cr-button-primary" onClick={onAdd}>
              <Icon name="plus" size={15} />
              {text('cameras.add')}
            </button>
          </div>
        ) : shown.length === 0 ? (
          <div className="cr-cameras-empty">
            <p>{text('cameras.noMatch')}</p>
            <button type="button" className="cr-button" onClick={clearFilters}>
              {text('cameras.filter.clear')}
            </button>
          </div>
        ) : (
          <CameraTable
            rows={shown}
            sorting={sorting}
            onSort={(column) => setSorting((now) => ({ column, descending: now.column === column && !now.descending }))}
            selected={selected}
            onSelect={(id) => selectedCamera.set(id)}
          />
        )}
        {detail && (
          <CameraDetail
            key={detail.camera.id}
            row={detail}
            onClose={() => selectedCamera.set(null)}
            onEdit={() => onEdit(detail.camera.id)}
            onShowOnWall={() => onShowOnWall(detail.camera)}
          />
        )}
      </div>
    </>
  );
}
