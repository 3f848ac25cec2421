import { memo, useLayoutEffect, useRef } from 'react';
import '../../media/picture.css';

/** Holds a camera's own picture element: React owns the frame around it and nothing inside. */
export const TilePicture = memo(function TilePicture({ picture }: { picture: HTMLElement | null }) {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (picture && picture.parentElement !== frame.current) frame.current?.replaceChildren(picture);
  }, [picture]);
  return <div className="cr-tile-picture" ref={frame} />;
});
