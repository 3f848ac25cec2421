/** The layers of ARCHITECTURE.md as rules: what may import what. */
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }),
    rule(
      'contract-imports-only-zod',
      { path: '^src-main/contract/' },
      { pathNot: ['^src-main/contract/', '^node_modules/zod/'] },
    ),
    rule(
      'core-imports-only-contract',
      { path: '^src-main/core/' },
      { pathNot: ['^src-main/core/', '^src-main/contract/', '^node_modules/zod/'] },
    ),
    rule('adapters-see-core-and-contract', { path: '^src-main/adapters/' }, { path: '^src-main/(shell|api|preload|main)' }),
    rule(
      'adapters-never-import-each-other',
      { path: '^src-main/adapters/([^/]+)/' },
      { path: '^src-main/adapters/', pathNot: '^src-main/adapters/$1/' },
    ),
    rule('shell-sees-core-and-contract', { path: '^src-main/shell/' }, { path: '^src-main/(adapters|api|preload|main)' }),
    rule(
      'preload-sees-contract',
      { path: '^src-main/preload/' },
      { path: '^src-main/', pathNot: ['^src-main/preload/', '^src-main/contract/'] },
    ),
    rule('renderer-sees-contract', { path: '^src-renderer/' }, { path: '^src-main/', pathNot: '^src-main/contract/' }),
    rule(
      'features-never-import-each-other',
      { path: '^src-renderer/features/([^/]+)/' },
      { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
    ),
    rule(
      'only-media-sees-livekit-client',
      { path: '^src-renderer/', pathNot: '^src-renderer/media/' },
      { path: 'node_modules/livekit-client' },
    ),
    rule(
      'media-and-ui-see-no-feature',
      { path: '^src-renderer/(media|ui|bridge|state)/' },
      { path: '^src-renderer/(features|app)/' },
    ),
    rule('no-tests-in-source', { path: '^src-' }, { path: '^test/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
