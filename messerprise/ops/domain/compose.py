"""A layout as a compose file."""

from messerprise.ops.domain import commands
from messerprise.ops.domain.layout import (
    BEAT_STOP_SECONDS,
    OPEN_FILES,
    WATCH_STOP_SECONDS,
    WEB_STOP_SECONDS,
    WORKER_CONN_MAX_AGE,
    WORKER_STOP_SECONDS,
    Layout,
)
from messerprise.ops.domain.template import Template

FILE = Template("""# Written by `manage.py layout --cores %{cores} --format compose`.
# A grown site on one machine: `docker compose --file deploy/compose.yaml --env-file site.env up`.
# site.env: SECRET_KEY, DATABASE_PASSWORD, ALLOWED_HOSTS, and what docs/operations.md names besides.
name: messerprise

x-site: &site
  build: {context: .., dockerfile: deploy/Dockerfile}
  image: messerprise
  restart: unless-stopped
  env_file: [{path: ../site.env, required: false}]
  environment: &environment
    SECRET_KEY: ${SECRET_KEY:?a long random text}
    ALLOWED_HOSTS: ${ALLOWED_HOSTS:?the names of the site}
    CSRF_TRUSTED_ORIGINS: ${CSRF_TRUSTED_ORIGINS:-}
    DATABASE_URL: mysql://messerprise:${DATABASE_PASSWORD:?a password}@database:3306/messerprise
    REDIS_URL: redis://valkey:6379/0
    PROXY_COUNT: ${PROXY_COUNT:-1}
  volumes: [files:/var/lib/messerprise]
  depends_on:
    valkey: {condition: service_healthy}
    migrate: {condition: service_completed_successfully}

x-many-sockets: &many_sockets {nofile: %{files}}

x-worker: &worker
  <<: *site
  environment: {<<: *environment, CONN_MAX_AGE: "%{conn_max_age}"}
  stop_grace_period: %{worker_stop}s

services:
  proxy:
    image: nginx:1.28-alpine
    restart: unless-stopped
    ports: ["127.0.0.1:${PORT:-8000}:80"]  # TLS ends before it, at a proxy that overwrites X-Forwarded-*
    volumes: [./nginx-compose.conf:/etc/nginx/nginx.conf:ro]
    ulimits: *many_sockets
    depends_on: {web: {condition: service_healthy}}

  web:
    <<: *site
    command: python -m messerprise.ops.web_server %{web_command}
    deploy: {replicas: %{web}}
    environment: {<<: *environment, ASGI_THREADS: "%{web_threads}"}
    ulimits: *many_sockets
    stop_grace_period: %{web_stop}s
    healthcheck:
      test: [CMD, python, deploy/probe.py, "http://localhost:8000/health/live/"]
      interval: 10s
      start_period: 60s

  worker-llm:
    <<: *worker
    command: python -m celery %{llm_command}
    deploy: {replicas: %{llm}}

  worker-documents:
    <<: *worker
    command: python -m celery %{documents_command}

  worker-default:
    <<: *worker
    command: python -m celery %{default_command}

  beat:
    <<: *site
    command: python -m celery %{beat_command}
    stop_grace_period: %{beat_stop}s

  watch:
    <<: *site
    command: python manage.py watch
    stop_grace_period: %{watch_stop}s

  migrate:
    <<: *site
    command: python manage.py migrate --no-input
    restart: "no"
    depends_on:
      database: {condition: service_healthy}

  database:
    image: mysql:8.4
    restart: unless-stopped
    command:
      - --character-set-server=utf8mb4
      - --collation-server=utf8mb4_0900_ai_ci
      - --transaction-isolation=READ-COMMITTED
      - --max-connections=%{max_connections}
    environment:
      MYSQL_DATABASE: messerprise
      MYSQL_USER: messerprise
      MYSQL_PASSWORD: ${DATABASE_PASSWORD}
      MYSQL_RANDOM_ROOT_PASSWORD: "yes"
    volumes: [database:/var/lib/mysql]
    healthcheck:
      test: [CMD-SHELL, 'mysqladmin ping --user=messerprise --password="$$MYSQL_PASSWORD" --silent']
      interval: 5s
      retries: 30

  valkey:
    image: valkey/valkey:8-alpine
    restart: unless-stopped
    command: valkey-server --appendonly yes --maxmemory-policy noeviction
    volumes: [valkey:/data]
    healthcheck:
      test: [CMD, valkey-cli, ping]
      interval: 5s

volumes: {database: {}, valkey: {}, files: {}}
""")


def compose(layout: Layout, cores: int) -> str:
    """Return a compose file of the whole site: our processes, nginx, MySQL and Valkey."""
    return FILE.substitute(
        cores=cores,
        web=layout.web,
        llm=layout.llm,
        web_threads=layout.web_threads,
        conn_max_age=WORKER_CONN_MAX_AGE,
        max_connections=layout.max_connections,
        web_stop=WEB_STOP_SECONDS,
        worker_stop=WORKER_STOP_SECONDS,
        beat_stop=BEAT_STOP_SECONDS,
        watch_stop=WATCH_STOP_SECONDS,
        files=OPEN_FILES,
        web_command=" ".join(commands.web("--bind", "0.0.0.0", "--port", "8000")),  # noqa: S104 - inside its container
        llm_command=" ".join(commands.worker("llm", *commands.threads(layout.llm_threads))),
        documents_command=" ".join(commands.worker("documents", *commands.processes(layout.documents))),
        default_command=" ".join(commands.worker("default", *commands.processes(layout.default))),
        beat_command=" ".join(commands.beat("/tmp/beat")),  # noqa: S108 - inside its container
    )
