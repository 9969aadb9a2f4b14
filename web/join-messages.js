/**
 * Joins the catalogues of the areas (`messages/<language>/<area>.json`) into one file per language, `messages/joined/`,
 * which is what the compiler reads. Given the areas themselves it took minutes: its time grows with the square of their number
 * (measured with 18 areas of 1,680 messages: 280 s; joined: 3 s). `node web/join-messages.js` does it by hand.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('./messages/', import.meta.url));

/** @param {string} file */
const read = (file) => /** @type {Record<string, unknown>} */ (JSON.parse(readFileSync(file, 'utf8')));

/** Writes the joined catalogues; a message that two areas name is a mistake and is said so. */
export function joinMessages() {
  mkdirSync(`${folder}joined`, { recursive: true });
  const languages = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory() && e.name !== 'joined');
  for (const { name: language } of languages) {
    /** @type {Record<string, unknown>} */
    const all = {};
    for (const area of readdirSync(`${folder}${language}`).sort()) {
      for (const [key, message] of Object.entries(read(`${folder}${language}/${area}`))) {
        if (key !== '$schema' && Object.hasOwn(all, key)) throw new Error(`${language}/${area} names ${key} again`);
        all[key] = message;
      }
    }
    writeFileSync(`${folder}joined/${language}.json`, `${JSON.stringify(all, null, 2)}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) joinMessages();
