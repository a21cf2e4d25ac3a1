"""Who sits where, in a picture of the state: people by uid, posts in a list, holders by uid."""

NO_ARRIVAL = -32_000


def leave(world, uid, month):
    left = world["people"].pop(uid)["post"]
    world["posts"][left] |= {"holder": None, "vacant_since": month}


def move(world, kinds, uid, post, month):
    """Returns the post left behind."""
    person = world["people"][uid]
    left = person["post"]
    world["posts"][left] |= {"holder": None, "vacant_since": month}
    rises = world["posts"][post]["level"] != person["level"]
    sit(world, uid, post, month)
    if rises:
        person["level_month"] = month
    return left


def exchange(world, pairs, month):
    """pairs: who takes which post; the posts are theirs, of one level."""
    for uid, post in pairs:
        sit(world, uid, post, month)


def enter(world, uid, person, post, month):
    world["people"][uid] = person | {"level_month": month}
    sit(world, uid, post, month)


def sit(world, uid, post, month):
    seat = world["posts"][post]
    seat |= {"holder": uid, "arrival": NO_ARRIVAL, "ordinal": seat["ordinal"] + 1}
    here = {name: seat[name] for name in ("office", "line", "type", "level")}
    world["people"][uid] |= here | {"post": post, "post_month": month}
