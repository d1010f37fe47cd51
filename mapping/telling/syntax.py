"""Questions that several stages ask of one sentence's parse: who acts, on what, in which clause.

Relations are those of spaCy's English models (ClearNLP style): nsubj, dobj, prep, pobj, agent, conj, relcl ...
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from mapping.model import Sentence, Token

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "dative", "attr", "oprd"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "nummod"})
CLAUSES = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "csubj", "csubjpass", "pcomp", "parataxis"})
AUXILIARIES = frozenset({"aux", "auxpass"})
DEFINITES = frozenset({"the", "this", "that", "these", "those"})
_LINKS = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "attr", "prep", "agent", "conj", "oprd", "dative", "appos"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
# In an adverbial clause these nearly always stand for the main clause's subject.
_PRONOUNS = frozenset({"they", "he", "she", "it"})
_OF = frozenset({"of", "on", "against", "at", "for", "between", "with"})
_RESULTS = frozenset({"oprd", "xcomp", "acomp"})
_MAX_CLIMB = 60


@dataclass(frozen=True, slots=True)
class Tree:
    """The parse of one sentence, indexed; token indices count within the sentence."""

    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    _left: tuple[int, ...] = field(repr=False)
    _right: tuple[int, ...] = field(repr=False)

    def head(self, index: int) -> int | None:
        """The index of the head, None for the root."""
        head = self.tokens[index].head
        return None if head == index else head

    def with_dep(self, index: int, deps: frozenset[str]) -> list[int]:
        """The children that hang on `index` by one of these relations, in text order."""
        return [child for child in self.children[index] if self.tokens[child].dep in deps]

    def ancestors(self, index: int) -> list[int]:
        """The heads of `index`, nearest first."""
        found: list[int] = []
        head = self.head(index)
        while head is not None and len(found) < _MAX_CLIMB:
            found.append(head)
            head = self.head(head)
        return found

    def governors(self, index: int) -> list[int]:
        """What a noun hangs on through objects, subjects and prepositions only, nearest first."""
        path = [index, *self.ancestors(index)]
        last = next((steps for steps, word in enumerate(path) if self.tokens[word].dep not in _LINKS), 0)
        return path[1 : last + 1]

    def subtree(self, index: int) -> list[int]:
        """The indices under `index`, itself included, in text order."""
        found, todo = [], [index]
        while todo:
            current = todo.pop()
            found.append(current)
            todo.extend(self.children[current])
        return sorted(found)

    def span(self, index: int) -> tuple[int, int]:
        """The first and the last index under `index`."""
        return self._left[index], self._right[index]

    def conjuncts(self, index: int) -> list[int]:
        """`index` and what is joined to it by "and", "or" or commas further right."""
        found = [index]
        for child in self.children[index]:
            if self.tokens[child].dep in ("conj", "appos"):
                found.extend(self.conjuncts(child))
        return found

    def first_conjunct(self, index: int) -> int:
        """The first member of the chain of conjuncts that `index` is in."""
        while self.tokens[index].dep == "conj" and self.tokens[index].head != index:
            index = self.tokens[index].head
        return index

    def clause(self, index: int) -> int:
        """The index of the verb or noun that heads the clause `index` stands in."""
        for current in [index, *self.ancestors(index)]:
            token = self.tokens[current]
            if token.dep in CLAUSES or (token.dep == "conj" and token.pos in ("VERB", "AUX")):
                return current
        return index

    def clause_words(self, index: int) -> list[int]:
        """The indices of the clause that `index` heads, without the clauses that it embeds."""
        found, todo = [], [index]
        while todo:
            current = todo.pop()
            found.append(current)
            todo.extend(
                child
                for child in self.children[current]
                if self.tokens[child].dep not in CLAUSES
                and not (self.tokens[child].dep == "conj" and self.tokens[child].pos in ("VERB", "AUX"))
            )
        return sorted(found)

    def prepositions(self, index: int) -> list[tuple[int, int]]:
        """(preposition, object) pairs that hang on `index`; "from inside the city" gives the city for both."""
        found: list[tuple[int, int]] = []
        for child in self.children[index]:
            token = self.tokens[child]
            if token.dep in ("prep", "agent", "dative") and token.pos in ("ADP", "SCONJ", "PART", "VERB", "ADV"):
                found.extend((child, deep) for deep in self._prepositional_objects(child))
        return found

    def _prepositional_objects(self, index: int) -> list[int]:
        found = []
        for child in self.children[index]:
            dep = self.tokens[child].dep
            if dep in ("pobj", "pcomp"):
                found.append(child)
            elif dep == "prep":
                found.extend(self._prepositional_objects(child))
        return found

    def agents(self, index: int) -> list[int]:
        """Who does what `index` tells, as far as its clause says: subject, "by" phrase, possessor."""
        token = self.tokens[index]
        if token.pos in ("VERB", "AUX"):
            return self._verb_agents(index, 0)
        found = [obj for prep, obj in self.prepositions(index) if self.tokens[prep].lemma in ("by", "between")]
        found += self.with_dep(index, frozenset({"poss"}))
        found += [
            child
            for child in self.with_dep(index, frozenset({"amod", "compound", "nmod"}))
            if self.tokens[child].pos in ("PROPN", "NOUN") or self.tokens[child].tag == "JJ"
        ]
        head = self.head(index)
        if head is not None and token.dep in ("dobj", "pobj") and self.tokens[head].pos == "VERB":
            found += self._verb_agents(head, 0)
        return found

    def _verb_agents(self, index: int, depth: int) -> list[int]:
        found = [obj for prep, obj in self.prepositions(index) if self.tokens[prep].dep == "agent"]
        if not self.is_passive(index):
            found += [self.antecedent(child) for child in self.with_dep(index, SUBJECTS)]
            if not found or (self.tokens[index].dep == "advcl" and self.tokens[found[0]].lemma in _PRONOUNS):
                found += self._inherited_agents(index, depth)
        return found

    def _inherited_agents(self, index: int, depth: int) -> list[int]:
        """The subject that a verb without its own shares with the verb it hangs on."""
        head, dep = self.head(index), self.tokens[index].dep
        if head is None or depth > 6:
            return []
        if dep in ("conj", "advcl", "xcomp", "pcomp") and self.tokens[head].pos in ("VERB", "AUX"):
            if dep == "xcomp" and (objects := self.with_dep(head, frozenset({"dobj"}))):
                return objects
            if dep != "conj" and self.is_passive(head):
                return self.patients(head) if dep == "xcomp" else []
            return self._verb_agents(head, depth + 1)
        if dep == "acl" and self.tokens[index].tag == "VBG":
            return [head]
        if dep in ("ccomp", "prep", "pcomp"):
            return self._inherited_agents(head, depth + 1)
        return []

    def patients(self, index: int) -> list[int]:
        """To whom or to what it is done: object, passive subject, for nouns the "of", "on", "against" phrase."""
        token = self.tokens[index]
        if token.pos in ("VERB", "AUX"):
            found = self.with_dep(index, OBJECTS)
            if self.is_passive(index):
                found += [self.antecedent(child) for child in self.with_dep(index, PASSIVE_SUBJECTS)]
                if token.dep in ("acl", "amod") and self.head(index) is not None and not found:
                    found.append(token.head)
            if not found:
                found += self.shared_objects(index)
            if not found:
                found += [
                    obj for prep, obj in self.prepositions(index) if self.tokens[prep].lemma in ("on", "at", "with")
                ]
            return found
        return [obj for prep, obj in self.prepositions(index) if self.tokens[prep].lemma in _OF]

    def shared_objects(self, index: int) -> list[int]:
        """The object of the verb that follows it after "and": "killed and wounded scores of men"."""
        for verb in self.with_dep(index, frozenset({"conj"})):
            between = self.tokens[index + 1 : verb]
            if self.tokens[verb].pos == "VERB" and all(token.dep in ("cc", "advmod", "punct") for token in between):
                return self.with_dep(verb, OBJECTS)
        return []

    def is_passive(self, index: int) -> bool:
        """Whether the verb is in the passive voice, also as a bare participle ("a man shot by police")."""
        token = self.tokens[index]
        if any(self.tokens[child].dep in ("auxpass", "nsubjpass") for child in self.children[index]):
            return True
        if token.dep == "conj" and token.tag == "VBN" and not self.with_dep(index, SUBJECTS | frozenset({"aux"})):
            return token.head != index and self.is_passive(token.head)
        return (
            token.tag == "VBN"
            and token.dep in ("acl", "advcl", "amod")
            and not self.with_dep(index, frozenset({"aux"}))
        )

    def bare_patients(self, index: int) -> list[int]:
        """Whom a participle without "was" befalls: "killed two, three others injured", "two were reported killed"."""
        token = self.tokens[index]
        if token.tag != "VBN" or self.with_dep(index, AUXILIARIES | frozenset({"dobj"})):
            return []
        head = self.head(index)
        if head is not None and token.dep in _RESULTS and self.is_passive(head):
            return self.with_dep(head, PASSIVE_SUBJECTS)
        return self.with_dep(index, frozenset({"nsubj"}))

    def is_infinitive(self, index: int) -> bool:
        """Whether the verb has a "to" before it."""
        return any(
            self.tokens[child].lemma == "to" and self.tokens[child].dep == "aux" for child in self.children[index]
        )

    def antecedent(self, index: int) -> int:
        """The noun that a relative pronoun stands for, else the token itself."""
        if self.tokens[index].lemma in _RELATIVE:
            verb = self.head(index)
            while verb is not None and self.tokens[verb].dep in ("conj", "xcomp", "ccomp"):
                verb = self.head(verb)
            if verb is not None and self.tokens[verb].dep == "relcl" and self.head(verb) is not None:
                return self.tokens[verb].head
        return index


@lru_cache(maxsize=1024)
def make_tree(sentence: Sentence) -> Tree:
    """Index one sentence; the stages ask for the same ones again and again, so the latest are kept."""
    children: dict[int, list[int]] = defaultdict(list)
    for token in sentence.tokens:
        if token.head != token.index:
            children[token.head].append(token.index)
    left = [token.index for token in sentence.tokens]
    right = list(left)
    for token in sentence.tokens:
        current, steps = token.index, 0
        while sentence.tokens[current].head != current and steps < _MAX_CLIMB:
            current = sentence.tokens[current].head
            left[current] = min(left[current], token.index)
            right[current] = max(right[current], token.index)
            steps += 1
    return Tree(
        tokens=sentence.tokens,
        children=tuple(tuple(children[index]) for index in range(len(sentence.tokens))),
        _left=tuple(left),
        _right=tuple(right),
    )
