import fs from 'node:fs';
import path from 'node:path';

/**
 * Packs the files of a flat directory into an Electron archive. Layout (github.com/electron/asar, README): four 32-bit
 * little-endian numbers (4, header size, padded payload size, JSON length), the JSON header padded to four bytes, then the
 * files one after another.
 * @param {string} directory
 * @param {string} archive
 */
export function packAsar(directory, archive) {
  /** @type {Record<string, { size: number, offset: string }>} */
  const files = {};
  const contents = [];
  let offset = 0;
  for (const name of fs.readdirSync(directory).sort()) {
    const content = fs.readFileSync(path.join(directory, name));
    files[name] = { size: content.length, offset: String(offset) };
    contents.push(content);
    offset += content.length;
  }
  const json = Buffer.from(JSON.stringify({ files }));
  const padding = (4 - (json.length % 4)) % 4;
  const prefix = Buffer.alloc(16);
  const numbers = [4, json.length + padding + 8, json.length + padding + 4, json.length];
  numbers.forEach((number, index) => prefix.writeUInt32LE(number, index * 4));
  fs.writeFileSync(archive, Buffer.concat([prefix, json, Buffer.alloc(padding), ...contents]));
}
