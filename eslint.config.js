import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const electronFree =
  'electron belongs to shell/, preload/, the Electron variants of adapters/store and adapters/secrets, and main.ts';

export default tseslint.config(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', 'resources/**', 'test/fixtures/**', 'scripts/clips/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js', '.dependency-cruiser.cjs'] } },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['src-main/**/*.ts'],
    ignores: ['src-main/main.ts', 'src-main/shell/**', 'src-main/preload/**', 'src-main/adapters/{store,secrets}/electron-*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [{ name: 'electron', message: electronFree }] }] },
  },
  { files: ['src-renderer/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  {
    files: ['**/*.{js,cjs,mjs}'],
    ...tseslint.configs.disableTypeChecked,
  },
  { files: ['scripts/**', 'test/bench/**', 'test/soak/**'], rules: { 'no-console': 'off' } },
);
