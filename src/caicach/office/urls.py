from django.urls import path

from caicach.office import views

app_name = "office"
urlpatterns = [
    path("", views.my_work, name="my_work"),
    path("desk/", views.desk, name="desk"),
    path("search/", views.search_page, name="search"),
    path("drafts/", views.draft, name="draft"),
]
