/**
 * A Svelte preprocessor that makes plain markup of lucide's icons. As they come, each icon puts its paths together at run
 * time, attribute by attribute: a quarter of all script that a ringing telephone costs the console. As markup the browser
 * copies them. What an icon takes is said once, in `iconProps`; a test holds that nobody gives it anything else.
 */

/** Everything a plain icon understands. */
export const iconProps = ['size', 'class', 'aria-hidden', 'aria-label'];

const iconFile = /[\\/]@lucide[\\/]svelte[\\/]dist[\\/]icons[\\/][^\\/]+\.svelte$/;

/** @returns {import('svelte/compiler').PreprocessorGroup} */
export const plainIcons = () => ({
  name: 'plain-icons',
  markup({ content, filename }) {
    return iconFile.test(filename ?? '') ? { code: plainIcon(content) } : undefined;
  },
});

/**
 * The component of one icon as plain markup.
 * @param {string} source the component as lucide made it
 * @throws {Error} when this version of lucide writes its icons in another way
 */
export function plainIcon(source) {
  const data = /const iconData = (\{.*\});/.exec(source)?.[1];
  if (!data) throw new Error('plain-icons.js does not know how this version of @lucide/svelte writes an icon.');
  const { name, size, node } = JSON.parse(data);
  const shapes = node.map(([tag, attributes]) => `<${tag} ${written(attributes)}/>`).join('');
  return `<script>
  let { size = ${size}, class: extra = '', 'aria-hidden': hidden, 'aria-label': label } = $props();
</script>

<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" fill="none" stroke="currentColor" stroke-width="2"
  stroke-linecap="round" stroke-linejoin="round" width={size} height={size} class={'lucide lucide-${name} ' + extra}
  aria-hidden={hidden ?? (label ? undefined : 'true')} aria-label={label} role={label ? 'img' : undefined}>${shapes}</svg>
`;
}

const written = (/** @type {Record<string, string>} */ attributes) =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');
