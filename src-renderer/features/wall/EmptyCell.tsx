import type { DragEvent } from 'react';
import { Icon } from '../../ui/icons.tsx';
import { useText } from '../../ui/text.ts';
import { useDropTarget } from './useDropTarget.ts';

interface Props {
  cell: number;
  area: string;
  isSelected: boolean;
  onSelect: (cell: number) => void;
  onChoose: (cell: number) => void;
  onDrop: (event: DragEvent, cell: number) => void;
}

export function EmptyCell({ cell, area, isSelected, onSelect, onChoose, onDrop }: Props) {
  const text = useText();
  const dropTarget = useDropTarget((event) => onDrop(event, cell));
  return (
    <section
      className="cr-cell-empty"
      style={{ gridArea: area }}
      data-selected={isSelected || undefined}
      tabIndex={isSelected ? 0 : -1}
      aria-label={text('wall.cell.empty', { number: cell + 1 })}
      onMouseDown={() => onSelect(cell)}
      onFocus={() => onSelect(cell)}
      {...dropTarget}
    >
      <button type="button" className="cr-button cr-button-small cr-button-quiet" tabIndex={-1} onClick={() => onChoose(cell)}>
        <Icon name="plus" size={14} />
        {text('wall.cell.choose')}
      </button>
    </section>
  );
}
