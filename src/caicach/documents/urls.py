from django.urls import path

from caicach.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("upload/", views.upload, name="upload"),
    path("batches/<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/", views.document_detail, name="detail"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/link/", views.add_link, name="link"),
    path("frozen/<int:pk>/", views.frozen_issue, name="frozen"),
    path("frozen/files/<int:pk>/", views.frozen_file, name="frozen_file"),
    path("files/<int:pk>/", views.download, name="file"),
]
