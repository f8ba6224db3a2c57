FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DATA_DIR=/app/data

WORKDIR /app

# The dependencies first: they change seldom, and their layer is kept.
COPY requirements-runtime.txt .
RUN pip install --require-hashes -r requirements-runtime.txt

COPY database database
COPY bot bot
COPY portal portal
COPY sandbox sandbox
COPY locales locales
RUN python -m compileall -q database bot portal sandbox \
    && useradd --system --uid 10001 --home-dir /app artikul \
    && install -d -o artikul -g artikul data

USER artikul
VOLUME /app/data

# The bot writes a heartbeat; the portal alone is asked over HTTP, see docker-compose.yml.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-m", "bot", "health"]

# `docker run artikul` runs the bot, `docker run artikul portal serve` the portal.
ENTRYPOINT ["python", "-m"]
CMD ["bot", "run"]
