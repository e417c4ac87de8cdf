"""WSGI entry point, for servers without web sockets."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "messerprise.settings")
application = get_wsgi_application()
