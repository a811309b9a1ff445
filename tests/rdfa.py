"""What an HTML page says as linked data, read by a parser of others, and held against shapes."""

import io
from functools import lru_cache
from pathlib import Path

from pyRdfa import pyRdfa
from pyRdfa.options import Options
from pyshacl import validate
from rdflib import RDF, Graph, Namespace

SHAPES = Path(__file__).parent / "data" / "shapes"
SH = Namespace("http://www.w3.org/ns/shacl#")


def triples_of(html: bytes, base: str) -> Graph:
    """The triples: decoded first, and nothing is ever fetched."""
    reader = pyRdfa(
        Options(embedded_rdf=False, vocab_expansion=False), base=base, media_type="text/html"
    )
    graph = reader.graph_from_source(io.StringIO(html.decode()))
    assert isinstance(graph, Graph)
    return graph


@lru_cache(maxsize=20)
def _shape(name: str) -> Graph:
    return Graph().parse(SHAPES / name)


def violations(graph: Graph, shapes: str) -> set[str]:
    """What a file of shapes has against it: ``Besluit wasGeneratedBy MinCount``."""
    holds, report, text = validate(graph, shacl_graph=_shape(shapes))
    assert isinstance(report, Graph), text  # pyshacl answers a failure where it could not look
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        kinds = sorted(_short(kind) for kind in graph.objects(focus, RDF.type))
        path, component = (
            _short(report.value(result, name))
            for name in (SH.resultPath, SH.sourceConstraintComponent)
        )
        found.add(f"{'/'.join(kinds)} {path} {component.removesuffix('ConstraintComponent')}")
    assert holds == (not found)
    return found


def _short(name: object) -> str:
    return str(name).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
