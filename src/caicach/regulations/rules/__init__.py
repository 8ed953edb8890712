"""The pure rules of regulations: the working calendar and the deadline engine, without Django and without a clock."""
