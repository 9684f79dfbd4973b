# Money, its seed and the pager, built from this repository. Used by compose.yaml; not meant for production.
FROM node:24-slim AS build
RUN npm install --global pnpm@12.21.0
WORKDIR /plimsoll
COPY . .
# Scripts are off: only the native demo needs the PostgreSQL that npm brings.
RUN pnpm install --frozen-lockfile --ignore-scripts \
      --filter plimsoll --filter "@plimsoll/reference-app..." --filter "@plimsoll/drill..." \
  && pnpm exec tsc -b packages/reference-app packages/drill

FROM node:24-slim
WORKDIR /plimsoll
COPY --from=build --chown=node:node /plimsoll /plimsoll
USER node
CMD ["node", "packages/reference-app/dist/src/main.js"]
