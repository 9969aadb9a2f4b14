/** The console is one static page; everything in it is drawn in the browser. */
export const ssr = false;
export const prerender = false;
