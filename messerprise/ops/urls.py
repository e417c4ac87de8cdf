"""Page routes of the app."""

from django.urls import path

from messerprise.ops import views

app_name = "ops"
urlpatterns = [
    path("live/", views.health_live, name="health_live"),
    path("ready/", views.health_ready, name="health_ready"),
]
