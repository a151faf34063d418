// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/operators/growing.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>

namespace neural {

namespace {

/// The memory behind results of appended(), which lie in it one after another in their places.
struct Room {
    std::unique_ptr<float[]> numbers;
    std::int64_t places = 0;
    std::atomic<std::int64_t> taken = 0; ///< places that belong to some tensor
};

void release(void* room) {
    delete static_cast<Room*>(room);
}

/// Nothing where the tensor lies in other memory.
Room* roomOf(const at::Tensor& tensor) {
    return tensor.storage().data_ptr().cast_context<Room>(&release);
}

/// Whether it has all groups of the room, from the first place on.
bool isWhole(const at::Tensor& tensor, const Room& room) {
    return tensor.storage_offset() == 0 &&
           tensor.stride(0) == tensor.size(1) * room.places * tensor.size(3);
}

/// Tensors of no place yet, [B, G, 0, w], with room for so many.
at::Tensor withRoom(const at::Tensor& like, std::int64_t places) {
    const std::int64_t width = like.size(3);
    const std::int64_t count = like.size(0) * like.size(1) * places * width;
    auto room = std::make_unique<Room>();
    room->numbers.reset(new float[static_cast<std::size_t>(count)]);
    room->places = places;
    float* numbers = room->numbers.get();
    at::DataPtr data(numbers, room.release(), &release, at::kCPU);
    const c10::Storage storage(c10::Storage::use_byte_size_t(),
                               static_cast<std::size_t>(count) * sizeof(float), std::move(data));
    return at::empty({0}, floats())
        .set_(storage, 0, {like.size(0), like.size(1), 0, width},
              {like.size(1) * places * width, places * width, width, 1});
}

} // namespace

at::Tensor appended(const at::Tensor& before, const at::Tensor& more) {
    if (!before.defined())
        return more;
    if (c10::GradMode::is_enabled())
        return at::cat({before, more}, 2);
    const std::int64_t seen = before.size(2);
    const std::int64_t all = seen + more.size(2);
    const auto goOn = [&](const at::Tensor& first) {
        at::Tensor whole =
            first.as_strided({more.size(0), more.size(1), all, more.size(3)}, first.strides(), 0);
        whole.narrow(2, seen, more.size(2)).copy_(more);
        return whole;
    };
    Room* room = roomOf(before);
    if (room && all <= room->places && isWhole(before, *room)) {
        std::int64_t mine = seen;
        if (room->taken.compare_exchange_strong(mine, all))
            return goOn(before);
    }
    constexpr std::int64_t least = 64;
    const at::Tensor roomy = withRoom(more, std::max(least, 2 * all));
    roomOf(roomy)->taken = all;
    roomy.as_strided(before.sizes(), roomy.strides(), 0).copy_(before);
    return goOn(roomy);
}

} // namespace neural
