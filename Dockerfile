# The tools that build stay in the first stage; the image holds Python, the locked packages and the bot.
FROM python:3.11.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements/run.lock requirements/
RUN python -m venv /venv && /venv/bin/pip install --require-hashes --requirement requirements/run.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
RUN python -m venv /tools && /tools/bin/pip wheel --no-deps --wheel-dir /wheels . && /venv/bin/pip install --no-deps /wheels/*.whl \
    && /venv/bin/pip uninstall --yes pip setuptools

FROM python:3.11.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home bot && install -d -o bot -g bot /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
USER bot
WORKDIR /data
VOLUME /data
# The file is touched while the gateway answers heartbeats; an old one means that the bot has lost Discord.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-m", "bot.operations.health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
