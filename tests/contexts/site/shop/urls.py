"""What Django serves: views by function, by class, through a module, and another list of them."""

from django.urls import include, path, re_path
from ninja import NinjaAPI

from shop import views
from shop.api import router
from shop.views import Orders, listed

api = NinjaAPI()
api.add_router("/orders", router)

urlpatterns = [
    path("listed/", listed),
    path("through/", views.through_the_module),
    re_path("^class/$", Orders.as_view()),
    path("api/", api.urls),
    path("more/", include([path("nested/", views.nested)])),
]
