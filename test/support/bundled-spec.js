// @ts-check
import path from 'node:path';

/** Jest's transformer for spec files that have a bundle (bundled-sources.js): their place is taken by its import. */
export default {
  /**
   * @param {string} _source
   * @param {string} file
   * @param {{ config: { rootDir: string }, transformerConfig: { folder: string } }} options
   */
  process(_source, file, { config, transformerConfig }) {
    const bundle = path.join(transformerConfig.folder, `${path.relative(config.rootDir, file)}.js`);
    return { code: `import ${JSON.stringify(bundle)};\n` };
  },
};
