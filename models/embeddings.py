"""Embeddings as LangChain knows them, over the encoder that ships inside."""

from langchain_core.embeddings import Embeddings

from .mini.encoder import encoder, fingerprint


class MiniEmbeddings(Embeddings):
    """all-MiniLM-L6-v2, int8: 384 dimensions, length one, 256 tokens, English."""

    @property
    def fingerprint(self) -> str:
        """What an index remembers, to refuse another encoder later."""
        return fingerprint()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(number) for number in vector] for vector in encoder().encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]
