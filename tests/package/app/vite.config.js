// The bundle is run by Node too, which has no document for the polyfill.
export default { build: { modulePreload: { polyfill: false } } };
