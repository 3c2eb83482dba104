/**
 * The floors of the house (docs/architecture.md). A lib imports only what is named here, and only through the other
 * lib's front door, src/index.ts.
 */
export const floors = {
  platform: [],
  mail: ['platform'],
  dispatches: ['platform'],
  operators: ['mail', 'platform'],
  editions: ['dispatches', 'mail', 'platform'],
  subscribers: ['editions', 'mail', 'platform'],
  delivery: ['subscribers', 'editions', 'mail', 'platform'],
  feedback: ['delivery', 'subscribers', 'platform'],
};

const floorRules = Object.entries(floors).map(([lib, below]) => ({
  name: `floor-${lib}`,
  comment: `libs/${lib} may import only: ${below.join(', ') || 'npm packages'}`,
  severity: 'error',
  // A spec may set a scene with whatever it needs; what it proves is held to the floors.
  from: { path: `^libs/${lib}/`, pathNot: '\\.spec\\.ts$' },
  to: { path: '^(libs|apps)/', pathNot: [`^libs/${lib}/`, ...below.map((name) => `^libs/${name}/src/index\\.ts$`)] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'With ESM and decorator metadata a cycle crashes at start-up.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that resolves to nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^\\.\\./\\.\\./dist/' },
    },
    ...floorRules,
    {
      name: 'front-door-specs',
      comment: 'Specs too enter another lib through its front door.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/.*\\.spec\\.ts$' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'front-door',
      comment: 'Apps enter a lib through its front door.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'apps-apart',
      comment:
        'No app imports another app; the command line composes api and worker through their front doors (docs/decisions/0001).',
      severity: 'error',
      from: { path: '^apps/(api|worker|admin)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'cli-composes',
      comment: 'The command line enters api and worker through their front doors only.',
      severity: 'error',
      from: { path: '^apps/cli/' },
      to: { path: '^apps/(api|worker|admin)/', pathNot: '^apps/(api|worker)/src/index\\.ts$' },
    },
    {
      name: 'admin-rooms-apart',
      comment: 'A room of the admin never imports another room: what two rooms need is an element.',
      severity: 'error',
      from: { path: '^apps/admin/src/([^/]+)/', pathNot: '^apps/admin/src/(api|elements|frame|language)/' },
      to: { path: '^apps/admin/src/', pathNot: '^apps/admin/src/($1|api|client|elements|frame|language)/' },
    },
    {
      name: 'admin-floors',
      comment: 'The ground of the admin, from the bottom: language, api, elements, frame. Each looks down only.',
      severity: 'error',
      from: { path: '^apps/admin/src/(language|api|elements|frame)/' },
      to: { path: '^apps/admin/src/', pathNot: '^apps/admin/src/(language|api|elements|client|$1)/' },
    },
    {
      name: 'admin-ground',
      comment: 'What the elements stand on knows nothing of them.',
      severity: 'error',
      from: { path: '^apps/admin/src/(language|api)/' },
      to: { path: '^apps/admin/src/elements/' },
    },
    {
      name: 'no-test-in-product',
      comment: 'Product code never imports test code.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^test/' },
    },
    {
      name: 'no-orphan',
      comment: 'A file nobody imports is dead.',
      severity: 'error',
      from: { orphan: true, path: '^libs/', pathNot: ['\\.spec\\.ts$', 'index\\.ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^apps/admin/dist/', '^apps/admin/src/client/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
