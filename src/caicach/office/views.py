from django.http import HttpRequest, HttpResponse


def my_work(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")
