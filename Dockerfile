# dagport as an image: docker run --rm -v "$PWD:/work" dagport lint workflows
FROM node:22-alpine AS build
WORKDIR /dagport
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run build

FROM node:22-alpine
RUN apk add --no-cache git
COPY --from=build /dagport/dist/dagport.cjs /dagport/dist/more.cjs /dagport/dist/libraries.cjs /dagport/
COPY --from=build /dagport/dist/catalogue.json /dagport/dist/providers.json /dagport/dist/providers.txt /dagport/
COPY --from=build /dagport/package.json /dagport/LICENSE /dagport/NOTICE /dagport/THIRD-PARTY-NOTICES.txt /dagport/
RUN ln -s /dagport/dagport.cjs /usr/local/bin/dagport
WORKDIR /work
USER node
ENTRYPOINT ["dagport"]
CMD ["--help"]
