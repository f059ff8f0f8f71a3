# syntax=docker/dockerfile:1
FROM python:3.12-slim AS build
WORKDIR /src
RUN pip install --no-cache-dir build
COPY . .
RUN python -m build --wheel --outdir /wheels

FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /srv/engage --shell /usr/sbin/nologin engage
COPY --from=build /wheels /wheels
RUN wheel="$(ls /wheels/*.whl)" \
    && pip install --no-cache-dir "${wheel}[postgres,scale,s3]" \
    && rm -rf /wheels \
    && python -OO -m compileall -q "$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
USER engage
WORKDIR /srv/engage
ENV ENGAGE_DATA=/srv/engage/var PYTHONUNBUFFERED=1
RUN mkdir -p "$ENGAGE_DATA"
VOLUME /srv/engage/var
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["engage", "serve", "--host", "0.0.0.0", "--port", "8000"]
