/** The light of a place outdoors at night, lamps not included. */
export function night(p) {
  p.ambient = [0.075, 0.085, 0.115];
  p.sky('#070a10', '#171c26');
  p.fogColour = [14, 17, 23];
  p.fogMetres = 120;
}
