from django.urls import path

from caicach.orgs import views

app_name = "orgs"
urlpatterns = [
    path("", views.units, name="units"),
    path("open/", views.open_unit, name="open_unit"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/<str:username>/", views.person, name="person"),
    path("people/<str:username>/posts/give/", views.give_post, name="give_post"),
    path("people/<str:username>/posts/<int:pk>/end/", views.end_post, name="end_post"),
    path("people/<str:username>/deactivate/", views.deactivate, name="deactivate"),
    path("people/<str:username>/reactivate/", views.reactivate, name="reactivate"),
    path("people/<str:username>/reset-password/", views.reset_password, name="reset_password"),
    path("people/<str:username>/posts/<int:pk>/delegate/", views.delegate, name="delegate"),
    path("absence/", views.absence, name="absence"),
    path("delegations/<int:pk>/end/", views.end_delegation, name="end_delegation"),
    path("<str:code>/", views.unit, name="unit"),
    path("<str:code>/rename/", views.rename, name="rename"),
    path("<str:code>/move/", views.move, name="move"),
    path("<str:code>/close/", views.close, name="close"),
    path("<str:code>/merge/", views.merge, name="merge"),
    path("<str:code>/split/", views.split, name="split"),
    path("<str:code>/aliases/add/", views.add_alias, name="add_alias"),
]
