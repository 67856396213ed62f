import json
from urllib.request import urlopen


def test_it_is_well():
    assert json.load(urlopen("http://127.0.0.1:8080/health")) == {"ok": True}
