# Rapport for a container engine. The database is a container of its own: see compose.yaml.
FROM python:3.11-slim-bookworm AS build
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes --only-binary=:all: \
        -r /tmp/base.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/var/lib/rapport
RUN useradd --system --create-home --home-dir /var/lib/rapport --uid 10001 rapport
COPY --from=build /opt/venv /opt/venv
COPY messaging_app /opt/rapport/messaging_app
COPY deploy/healthcheck.py /opt/rapport/deploy/
WORKDIR /opt/rapport
USER rapport
VOLUME /var/lib/rapport
EXPOSE 8000
HEALTHCHECK --start-period=60s CMD ["python", "deploy/healthcheck.py"]
ENTRYPOINT ["python", "messaging_app/manage.py"]
CMD ["up", "--host", "0.0.0.0"]
