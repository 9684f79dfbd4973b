// esbuild takes style sheets as imports; TypeScript must be told.
declare module "*.css";
