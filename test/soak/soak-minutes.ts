/** How long a soak lasts: CONTROL_ROOM_SOAK_MINUTES, 20 unless told. */
export const soakMinutes = Number(process.env['CONTROL_ROOM_SOAK_MINUTES'] ?? 20);
if (!(soakMinutes >= 1)) throw new Error('CONTROL_ROOM_SOAK_MINUTES must be a number of minutes, at least 1');
