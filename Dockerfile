# One image for web, worker and migrations; what it does is the command it is given.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/utdrag
WORKDIR /src
COPY requirements/*.lock requirements/
# For systems on MySQL or for traces: --build-arg EXTRAS="mysql otel"
ARG EXTRAS=""
RUN for name in build runtime $EXTRAS; do \
        /opt/utdrag/bin/pip install --no-deps --require-hashes -r requirements/$name.lock || exit 1; \
    done

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/utdrag --create-home utdrag
COPY --from=build /opt/utdrag /opt/utdrag
WORKDIR /srv/utdrag
COPY . .
# Editable, because migrations, letters and organisations lie beside the package and are read from there. Compiled
# here, because nobody may write there later, and each start would compile everything again.
RUN /opt/utdrag/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index -e . \
    && /opt/utdrag/bin/python -m compileall -q app
ENV PATH=/opt/utdrag/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    UTDRAG_HOME=/var/lib/utdrag UTDRAG_HOST=0.0.0.0
USER utdrag
VOLUME /var/lib/utdrag
EXPOSE 8700
CMD ["utdrag", "serve"]
