from django.urls import path

from caicach.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("open/", views.open_plan, name="open"),
    path("<int:pk>/edit/", views.edit_plan, name="edit"),
    path("<int:pk>/", views.plan_detail, name="plan"),
    path("<int:pk>/tasks/add/", views.add_tasks, name="add_tasks"),
    path("<int:pk>/statement/<str:period>.<str:form>", views.statement_file, name="statement"),
    path("tasks/", views.task_list, name="tasks"),
    path("tasks/in/<str:shape>/", views.task_shape, name="shape"),
    path("tasks/file.<str:form>", views.task_file, name="tasks_file"),
    path("tasks/views/", views.keep_view, name="keep_view"),
    path("tasks/views/<int:pk>/drop/", views.drop_view, name="drop_view"),
    path("tasks/<int:pk>/", views.task_detail, name="task"),
    path("tasks/<int:pk>/plans/", views.place_task, name="place"),
    path("lines/<int:pk>/", views.edit_line, name="edit_line"),
    path("lines/<int:pk>/out/", views.take_out, name="take_out"),
    path("tasks/<int:pk>/report/", views.write_report, name="write_report"),
    path("tasks/<int:pk>/deadline/", views.change_deadline, name="change_deadline"),
    path("reports/<int:pk>/<str:verb>/", views.decide_report, name="decide_report"),
    path("evidence/<int:pk>/", views.evidence_file, name="evidence"),
    path("review/<int:pk>/", views.review, name="review"),
    path("compare/<int:pk>/", views.compare, name="compare"),
    path("review/<int:pk>/sheet/", views.proposal_grid, name="proposal_grid"),
    path("review/<int:pk>/proposals.xlsx", views.proposal_file, name="proposal_file"),
    path("review/<int:pk>/assign/", views.assign_heading, name="assign_heading"),
    path("review/<int:pk>/confirm-clear/", views.confirm_clear, name="confirm_clear"),
    path("review/<int:pk>/undo/", views.undo, name="undo"),
    path("review/<int:pk>/<int:number>/point/", views.point, name="point"),
    path("review/<int:pk>/<int:number>/<str:verb>/", views.decide, name="decide"),
]
