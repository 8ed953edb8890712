"""The demo's units and people: an invented province, Bình Minh (mọi tên gọi đều hư cấu)."""

from caicach.orgs.demo.building import FIRST_DAY, House, build

__all__ = ["FIRST_DAY", "House", "build"]
