import { useState, type DragEvent } from 'react';

/** Properties of an element that takes what is dragged onto it, and shows that it would. */
export function useDropTarget(onDrop: (event: DragEvent) => void) {
  const [isOver, setOver] = useState(false);
  return {
    'data-drop': isOver || undefined,
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
      if (!isInside) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      setOver(false);
      onDrop(event);
    },
  };
}
