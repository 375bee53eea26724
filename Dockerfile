# The product without compilers, for a user without rights. Data of the embedded Postgres, if it is used, is in /data.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ormconfig.ts ./
COPY tools tools
COPY examples examples
COPY migrations migrations
COPY src src
COPY assets assets
COPY web/dist web/dist
# npm keeps TypeScript as an optional peer of Swagger's package, which does not load it.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/typescript

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data AUTH=keys
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/tools/build.mjs tools/build.mjs
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# Liveness only: a degraded process goes on answering.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Without npm in between, which would keep signals from it.
CMD ["node", "--max-old-space-size=1024", "--enable-source-maps", "dist/start/main.js"]
